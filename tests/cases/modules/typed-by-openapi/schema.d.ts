export interface paths { '/identity/v2/manage/account/{uid}': { get: {} } }
