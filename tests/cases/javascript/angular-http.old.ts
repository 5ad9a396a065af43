// The Http class of the first versions of Angular.
import { Injectable } from '@angular/core';
import { Http, Headers, RequestOptions, URLSearchParams, Response } from '@angular/http';
import { Observable } from 'rxjs/Observable';
import 'rxjs/add/operator/map';
import 'rxjs/add/operator/catch';

@Injectable()
export class UserService {
  private apiUrl = 'https://api.loginradius.com/identity/v2/';
  private headers = new Headers({ 'Content-Type': 'application/json' });

  constructor(private http: Http) {}

  get(token: string): Observable<any> {
    let params = new URLSearchParams();
    params.set('apikey', 'your-api-key');
    const headers = new Headers();
    headers.append('Authorization', 'Bearer ' + token);
    const options = new RequestOptions({ headers: headers, search: params });
    return this.http.get(this.apiUrl + 'auth/account', options).map((res: Response) => res.json());
  }

  update(uid: string, body: any): Observable<any> {
    return this.http // expect: backend-call-in-client, missing-credentials
      .put(this.apiUrl + 'manage/account/' + uid, JSON.stringify(body), { headers: this.headers })
      .map(this.extract)
      .catch(this.handle);
  }

  remove(uid: string) {
    const headers = new Headers({ Authorization: `Bearer ${sessionStorage.getItem('token')}` });
    return this.http.delete(`${this.apiUrl}manage/account/${uid}`, new RequestOptions({ headers })).map(this.extract); // expect: backend-call-in-client, bearer-only
  }

  private extract(res: Response) {
    return res.json() || {};
  }

  private handle(error: any) {
    return Observable.throw(error);
  }
}
