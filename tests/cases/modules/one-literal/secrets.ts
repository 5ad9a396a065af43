export const secret = '0d6f1b1a-3a52-4f0e-9c86-b6cfb4bd0f11'; // expect: hardcoded-secret
