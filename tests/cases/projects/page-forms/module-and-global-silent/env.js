window.env = { headers: { Authorization: 'Bearer ' + localStorage.t } };
