const { ApolloServer } = require('@apollo/server');

const resolvers = {
  Query: {
    key: () => process.env.LR_APISECRET, // expect: secret-in-log
    tenant: () => process.env.LR_APIKEY,
  },
};
new ApolloServer({ typeDefs: 'type Query { key: String tenant: String }', resolvers });
