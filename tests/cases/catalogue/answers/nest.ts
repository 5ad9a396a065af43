import { Controller, Get, Logger, Injectable, HttpException, InternalServerErrorException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
@Controller('debug')
export class DebugController {
  private readonly logger = new Logger(DebugController.name);
  constructor(private readonly config: ConfigService) {}
  @Get()
  show() {
    return { secret: this.config.get('LOGINRADIUS_API_SECRET') }; // expect: secret-in-log
  }
  @Get('b')
  other() {
    this.logger.log(`secret ${this.config.get('LOGINRADIUS_API_SECRET')}`); // expect: secret-in-log
    return 'ok';
  }
  @Get('c')
  fail() {
    throw new InternalServerErrorException(`no luck with ${process.env.LOGINRADIUS_API_SECRET}`); // expect: secret-in-log
  }
  @Get('d')
  fine() {
    return { key: this.config.get('LOGINRADIUS_API_KEY') };
  }
  helper() {
    return { secret: this.config.get('LOGINRADIUS_API_SECRET') };
  }
}
@Injectable()
export class Service {
  secret() { return process.env.LOGINRADIUS_API_SECRET; }
}
