import { Hosts, Routes, routes } from './routes';
export const a = () => fetch(Hosts.api + Routes.Orgs); // expect: missing-credentials
export const b = () => fetch(`${Hosts.api}${routes.org('1')}`); // expect: missing-credentials
