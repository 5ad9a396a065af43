'use server';

export async function key() {
  return process.env.LR_APISECRET; // expect: secret-in-log
}

async function kept() {
  return process.env.LR_APISECRET;
}

export async function isSet() {
  return Boolean(await kept());
}
