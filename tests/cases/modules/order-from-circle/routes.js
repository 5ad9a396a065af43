import { prefix } from './main.js';

export const first = () => `${prefix}1`;
