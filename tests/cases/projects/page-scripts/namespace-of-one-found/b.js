App.other.Authorization = 'Bearer ' + localStorage.getItem('t');
