import { Injectable } from '@angular/core';
import { HttpClient, HttpHeaders, HttpParams } from '@angular/common/http';
import { Observable, of, throwError } from 'rxjs';
import { catchError, map, switchMap } from 'rxjs/operators';
import { environment } from '../environments/environment';

export interface Profile {
  Uid: string;
}

@Injectable({ providedIn: 'root' })
export class AccountService {
  private readonly baseUrl = 'https://api.loginradius.com/identity/v2';

  constructor(private http: HttpClient) {}

  profile(token: string): Observable<Profile> {
    const params = new HttpParams().set('apikey', environment.loginRadiusKey);
    const headers = new HttpHeaders({ Authorization: `Bearer ${token}` });
    return this.http.get<Profile>(`${this.baseUrl}/auth/account`, { params, headers });
  }

  // HttpParams is immutable: what set() gives back is lost here.
  profileWithLostKey(token: string): Observable<Profile> {
    const params = new HttpParams();
    params.set('apikey', environment.loginRadiusKey);
    return this.http // expect: incomplete-credentials
      .get<Profile>(`${this.baseUrl}/auth/account`, { params, headers: { Authorization: `Bearer ${token}` } })
      .pipe(catchError((error) => throwError(() => error)));
  }

  available(email: string): Observable<boolean> {
    return this.http
      .get<{ IsExist: boolean }>(`${this.baseUrl}/auth/email`, { params: { apikey: environment.loginRadiusKey, email } })
      .pipe(map((answer) => !answer.IsExist));
  }

  remove(uid: string): Observable<void> {
    return this.profile(localStorage.getItem('token') ?? '').pipe(
      switchMap((profile) =>
        profile.Uid === uid
          ? of(undefined)
          : this.http.delete<void>(`${this.baseUrl}/manage/account/${uid}`, { // expect: backend-call-in-client, consumer-credentials
              params: { apikey: environment.loginRadiusKey },
              headers: { Authorization: `Bearer ${localStorage.getItem('token')}` },
            }),
      ),
    );
  }
}
