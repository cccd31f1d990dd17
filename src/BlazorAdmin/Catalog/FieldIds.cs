using Marketplace.BlazorShared.Design;

namespace Marketplace.BlazorAdmin.Catalog;

/// <summary>The element that shows a member of the request, so that an error can lead there.</summary>
internal static class FieldIds
{
    public static string Of(string field) => Slug.Of("p", field);
}
