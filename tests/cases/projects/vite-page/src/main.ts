// The main process of a desktop application, which the page does not load.
import { ipcMain } from 'electron';
ipcMain.handle('account', async (_event, uid: string) => {
  const headers = { Authorization: `Bearer ${process.env.LR_M2M_TOKEN}` };
  const answer = await fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}`, { headers });
  return answer.json();
});
