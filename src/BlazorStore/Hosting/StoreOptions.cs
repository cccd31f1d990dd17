using System.ComponentModel.DataAnnotations;

namespace Marketplace.BlazorStore.Hosting;

/// <summary>The public addresses of the hosts, without a slash at the end.</summary>
public sealed class UrlOptions
{
    public const string Section = "Urls";

    [Required, Url] public string Api { get; set; } = "http://localhost:5000";
    [Required, Url] public string Identity { get; set; } = "http://localhost:5001";
    [Required, Url] public string Store { get; set; } = "http://localhost:5100";
    [Required, Url] public string Portal { get; set; } = "http://localhost:5200";
}

/// <summary>Where the store is and what it says about the place.</summary>
public sealed class StoreOptions
{
    public const string Section = "Store";

    [Required] public string TownName { get; set; } = "Tarapet";

    /// <summary>The country and region that a new address starts with.</summary>
    [Required] public string Country { get; set; } = "IN";
    [Required] public string Region { get; set; } = "IN-TN";
}
