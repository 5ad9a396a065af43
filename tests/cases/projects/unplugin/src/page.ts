const key = ref('k');
organizations();
organizations({ apikey: key.value });
// A folder that no list names.
send('/v2/manage/organizations');
export const mended = () => http.get('/api/organizations');
export const declared = (client) => client.get('https://shop.example.com/v2/manage/organizations');
