namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>One change to many products, by the name the API knows.</summary>
/// <param name="Said">What the toast says was done.</param>
public sealed record BulkAction(string Name, string Said, decimal? Percent = null);
