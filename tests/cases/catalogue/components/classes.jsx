import React, { Component } from 'react';
const ME = 'https://api.loginradius.com/identity/v2/auth/account?apikey=k';
const CHANGE = 'https://api.loginradius.com/identity/v2/auth/password/change?apikey=k';
class Given extends Component {
  go = () => fetch(ME, { headers: this.props.h });
  named = () => fetch(ME, { headers: { Authorization: this.props.token } });
  bare = () => fetch(ME, { headers: { 'X-Trace': this.props.trace } }); // expect: incomplete-credentials
  render() { return <i onClick={this.go} onKeyUp={this.named} onBlur={this.bare} />; }
}
export const A = () => <Given h={{ Authorization: 'Bearer ' + localStorage.t }} />;
export class State extends Component {
  state = { h: {}, method: 'GET', trace: '1' };
  componentDidMount() { this.setState({ h: { Authorization: 'Bearer ' + localStorage.t } }); }
  go() { return fetch(ME, { headers: this.state.h }); }
  edit() { this.setState(() => ({ method: 'PUT' })); }
  save() { return fetch(CHANGE, { method: this.state.method, headers: { Authorization: 'Bearer ' + localStorage.t } }); }
  bare() { return fetch(ME, { headers: { 'X-Trace': this.state.trace } }); } // expect: incomplete-credentials
}
