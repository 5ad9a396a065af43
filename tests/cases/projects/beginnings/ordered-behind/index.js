import './page.js';
import './setup.js';
