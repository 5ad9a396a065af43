self.addEventListener('fetch', (e) => {
  const headers = new Headers(e.request.headers);
  headers.set('Authorization', `Bearer ${self.token}`);
  e.respondWith(fetch(new Request(e.request, { headers })));
});
