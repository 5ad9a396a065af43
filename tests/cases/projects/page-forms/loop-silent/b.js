for (token of [localStorage.a, localStorage.b]) go();
