Api.go();
Less.go();
