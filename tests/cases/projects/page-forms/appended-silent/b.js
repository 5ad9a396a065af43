query += '&access_token=' + localStorage.t;
