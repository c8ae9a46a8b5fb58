!function(){var c={clientId:"fake0client0id0of0a0single0page0",clientSecret:"p8e-fake-secret-of-the-corpus"};window.start=function(){return c}}();
