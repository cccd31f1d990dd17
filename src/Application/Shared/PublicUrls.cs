namespace Marketplace.Application.Shared;

/// <summary>Where people and programs find the hosts; no trailing slash.</summary>
public sealed record PublicUrls(string Api, string Identity, string Store, string Portal);
