var other = localStorage.getItem('t');
go();
