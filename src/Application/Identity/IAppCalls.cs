namespace Marketplace.Application.Identity;

/// <summary>How often an application of others asked the API for something on a day.</summary>
public sealed record AppDay(string ClientId, DateOnly Day, long Calls);

/// <summary>Where developers read how much their application is used: at the identity server.</summary>
public interface IAppCalls
{
    /// <summary>Adds to what is known already. What is no application is left out.</summary>
    Task AddAsync(IReadOnlyCollection<AppDay> days, CancellationToken ct);
}
