var LR_SECRET = '8a8e6679-7425-40de-944b-e07fc1f90ae7'; // expect: hardcoded-secret
