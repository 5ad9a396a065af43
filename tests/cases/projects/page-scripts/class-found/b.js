const api = new Api('k');
api.find('a');
