export default {
  google: { clientSecret: 'GOCSPX-Zk3x9QpLm2Rt7Vw8' },
  auth0: { clientSecret: 'Zk3x9QpLm2Rt7Vw8Zk3x9QpLm2Rt7Vw8' },
  twilioApiSecret: 'Zk3x9QpLm2Rt7Vw8Zk3x',
  jwtSecret: 'Zk3x9QpLm2Rt7Vw8Zk3x',
  portal: { clientSecret: 'Hq7c2Nw5Xb8Jd4Ts' }, // expect: hardcoded-secret
  google2: { loginradiusClientSecret: 'Rt5v8Yk2Mz6Qc3Wp' }, // expect: hardcoded-secret
};
