namespace Marketplace.BlazorShared.Notifications;

/// <summary>The host that has the page to which a notice leads.</summary>
public enum NoticeHost
{
    Store,
    Portal,
    Identity,
}

/// <summary>A notice knows a path, and is read at the store and at the portal. The path says whose page it is.</summary>
public static class NoticeHosts
{
    private static readonly string[] Portal = ["/vendor", "/admin", "/rider", "/notices", "/invitation", "/work"];
    private static readonly string[] Identity = ["/developer", "/account/privacy"];

    public static NoticeHost Of(string path) =>
        Portal.Any(p => IsBelow(path, p)) ? NoticeHost.Portal
        : Identity.Any(p => IsBelow(path, p)) ? NoticeHost.Identity
        : NoticeHost.Store;

    private static bool IsBelow(string path, string part) =>
        path == part || path.StartsWith(part + "/", StringComparison.Ordinal) || path.StartsWith(part + "?", StringComparison.Ordinal);
}
