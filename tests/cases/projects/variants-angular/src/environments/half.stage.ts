export { keys } from './stage';
export default () => 'https://api.loginradius.com';
