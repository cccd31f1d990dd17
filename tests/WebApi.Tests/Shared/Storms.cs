namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Tests that take all the connections there are; nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Storms), DisableParallelization = true)]
public sealed class Storms;
