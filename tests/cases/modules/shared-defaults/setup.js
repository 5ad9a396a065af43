// The defaults of the shared client, set in a file that mentions the API itself.
import axios from 'axios';

axios.defaults.baseURL = 'https://api.loginradius.com';
axios.defaults.headers.common['X-LoginRadius-ApiKey'] = process.env.LOGINRADIUS_KEY;
axios.defaults.headers.common['X-LoginRadius-ApiSecret'] = process.env.LOGINRADIUS_SECRET;
