import axios from 'axios';
axios.defaults.headers.common.Authorization = `Bearer ${localStorage.t}`;
