import { HttpService } from '@nestjs/axios';
import { Controller, Get, Headers, Injectable, Logger, Param, Delete, UseGuards } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { map } from 'rxjs/operators';

@Injectable()
export class UsersService {
  private readonly logger = new Logger(UsersService.name);
  private readonly base: string;
  private readonly key: string;
  private readonly secret: string;

  constructor(
    private readonly http: HttpService,
    private readonly config: ConfigService,
  ) {
    this.base = this.config.get<string>('LR_BASE', 'https://api.loginradius.com');
    this.key = this.config.getOrThrow('LR_KEY');
    this.secret = this.config.getOrThrow('LR_SECRET');
  }

  private get headers(): Record<string, string> {
    return { 'X-LoginRadius-ApiKey': this.key, 'X-LoginRadius-ApiSecret': this.secret };
  }

  async findOne(uid: string): Promise<unknown> {
    const { data } = await firstValueFrom(
      this.http.get(`${this.base}/identity/v2/manage/account/${uid}`, { headers: this.headers }),
    );
    return data;
  }

  async roles(uid: string) {
    return lastValueFrom(
      this.http // expect: secret-in-query
        .get(`${this.base}/identity/v2/manage/account/${uid}/role`, { params: { apikey: this.key, apisecret: this.secret } })
        .pipe(map((response) => response.data)),
    );
  }

  async remove(uid: string): Promise<void> {
    this.logger.log(`removing ${uid}`);
    await this.http.axiosRef.delete(`${this.base}/identity/v2/manage/account/${uid}`, { headers: this.headers });
  }
}

@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get(':uid')
  @UseGuards()
  one(@Param('uid') uid: string, @Headers('authorization') _auth: string) {
    return this.users.findOne(uid);
  }

  @Delete(':uid')
  remove(@Param('uid') uid: string) {
    return this.users.remove(uid);
  }
}
