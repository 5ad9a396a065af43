Object.assign(config, { headers: { Authorization: 'Bearer ' + localStorage.getItem('t') } });
