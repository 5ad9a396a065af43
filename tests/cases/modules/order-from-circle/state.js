export const changed = { headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } };
export const emptied = {
  headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY, 'X-LoginRadius-ApiSecret': process.env.LR_SECRET },
};
