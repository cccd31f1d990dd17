namespace Marketplace.BlazorShared.Maps;

/// <summary>Where maps come from. The default is the bundled map of the demo town, which needs no network.</summary>
public sealed class MapOptions
{
    public const string Section = "Map";

    /// <summary>A MapLibre style for light pages; a tile server's style works too.</summary>
    public string LightStyle { get; set; } = "/_content/Marketplace.BlazorShared/map/style-light.json";

    public string DarkStyle { get; set; } = "/_content/Marketplace.BlazorShared/map/style-dark.json";

    /// <summary>A picture of the same area for pages without script, 800 by 600, whose edges are the bounds.</summary>
    public string Picture { get; set; } = "/_content/Marketplace.BlazorShared/map/tarapet.svg";

    public double West { get; set; } = 80.23;
    public double East { get; set; } = 80.26;
    public double South { get; set; } = 12.90;
    public double North { get; set; } = 12.927;

    /// <summary>Origins from which styles, tiles and glyphs may be fetched, besides this site's own; for the content security policy.</summary>
    public IReadOnlyList<string> Origins { get; set; } = [];
}
