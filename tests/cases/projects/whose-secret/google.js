export const clientSecret = 'GOCSPX-Zk3x9QpLm2Rt7Vw8'; export const site = 'loginradius';
