using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Marketplace.Infrastructure.Shared;

/// <summary>Maps a small immutable value to one JSON column, which is compared and stored as a whole.</summary>
internal static class JsonColumn
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new IdJsonConverterFactory() } };

    extension<T>(PropertyBuilder<T> property) where T : class?
    {
        public PropertyBuilder<T> HasJson() => property
            .HasConversion(
                new ValueConverter<T, string>(value => Write(value), text => Read<T>(text)),
                new ValueComparer<T>((a, b) => Write(a) == Write(b), value => Write(value).GetHashCode(StringComparison.Ordinal), value => value))
            .HasColumnType("jsonb");
    }

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json)!;

    public static string Write<T>(T? value) => JsonSerializer.Serialize(value, Json);
}
