namespace Marketplace.ConformanceHost;

/// <summary>
/// Chooses the fault that the server shall have. In this repository there are none to choose from: the faults, and the other half
/// of this class, exist only in the copy that tests/Conformance/faults makes of the sources.
/// </summary>
internal static partial class Faults
{
    public static void Choose(string name) => Plant(name);

    static partial void Plant(string name);
}
