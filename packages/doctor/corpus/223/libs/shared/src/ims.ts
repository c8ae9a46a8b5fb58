export enum ImsScope {
  OpenId = 'openid',
  Adobe = 'AdobeID',
  Assets = 'aem.assets.autor',
}
export const scopes = [ImsScope.OpenId, ImsScope.Adobe, ImsScope.Assets].join(',')
