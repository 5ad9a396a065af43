(function () { var token = localStorage.getItem('t'); go(); })();
