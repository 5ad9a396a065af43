token = localStorage.t;
