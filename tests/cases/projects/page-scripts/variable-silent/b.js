token = localStorage.getItem('t');
go();
