namespace Marketplace.BlazorStore.Hosting;

/// <summary>Where to go on after a form: only ever to a page of this site.</summary>
internal static class LocalPath
{
    public static string Of(string? wanted, string otherwise = "/") =>
        wanted is ['/', not ('/' or '\\'), ..] or "/" && !wanted.Any(char.IsControl) ? wanted : otherwise;
}
