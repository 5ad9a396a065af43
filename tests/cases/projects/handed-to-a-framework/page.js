const url = 'https://api.loginradius.com/identity/v2/auth/account?apikey=k';
Page({
  data: { token: '' },
  onLoad() { this.setData({ token: wx.getStorageSync('t') }); },
  go() { return fetch(url, { headers: this.data.token ? { Authorization: `Bearer ${this.data.token}` } : {} }); },
});
