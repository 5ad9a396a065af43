// Nothing but the name of the variable tells of the API.
console.log(process.env.LR_SECRET); // expect: secret-in-log
console.log(process.env.LR_LEVEL, process.env.OTHER_SECRET);
