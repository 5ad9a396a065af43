import './setup';
import './page';
