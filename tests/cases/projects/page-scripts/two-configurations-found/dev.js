var ROOT = 'http://localhost:8080/identity/v2';
