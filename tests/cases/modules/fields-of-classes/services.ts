import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { shareReplay } from 'rxjs';

const base = 'https://api.loginradius.com/identity/v2';
const apikey = process.env.LR_KEY!;

// Made by the framework alone.
@Injectable({ providedIn: 'root' })
export class Bare {
  private http = inject(HttpClient);
  user$ = this.http.get(`${base}/auth/account`, { params: { apikey } }).pipe(shareReplay(1)); // expect: incomplete-credentials
}

@Injectable({ providedIn: 'root' })
export class Complete {
  private http = inject(HttpClient);
  private token = localStorage.getItem('token');
  user = toSignal(this.http.get(`${base}/auth/account`, { params: { apikey }, headers: { Authorization: `Bearer ${this.token}` } }));
}

@Injectable({ providedIn: 'root' })
export class Parameters {
  user$ = this.http.get(`${base}/auth/account`, { params: { apikey } }); // expect: incomplete-credentials
  taken$ = this.http.get(`${base}/auth/email`, { params: { apikey, email: 'a@b.example' } });
  constructor(private http: HttpClient) {}
}

// Made in another file: what is given there is known.
export class Account {
  user = fetch(`${base}/auth/account?apikey=${apikey}`, { headers: this.headers });
  constructor(private headers: Record<string, string>) {}
}

export class Anonymous {
  user = fetch(`${base}/auth/account?apikey=${apikey}`, { headers: this.headers }); // expect: incomplete-credentials
  constructor(private headers: Record<string, string>) {}
}

// Made by a test alone, with what says nothing of others.
export class Tested {
  user = fetch(`${base}/auth/account`, { headers: {} }); // expect: missing-credentials
}
