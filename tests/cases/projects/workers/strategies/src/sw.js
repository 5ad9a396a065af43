import { NetworkOnly } from 'workbox-strategies';
new NetworkOnly({ plugins: [{ requestWillFetch: async ({ request }) => new Request(request, { headers: { Authorization: self.token } }) }] });
