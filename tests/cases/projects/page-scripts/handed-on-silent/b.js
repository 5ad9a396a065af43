Auth.install(options);
