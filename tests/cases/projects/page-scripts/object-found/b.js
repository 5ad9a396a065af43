headers.Accept = 'application/json';
go();
