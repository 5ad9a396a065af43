window.Api.headers.Accept = 'text/plain';
