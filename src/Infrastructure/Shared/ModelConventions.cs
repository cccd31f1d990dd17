using System.Text;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Marketplace.Infrastructure.Shared;

internal static class ModelConventions
{
    extension(ModelBuilder model)
    {
        /// <summary>PascalCase members become snake_case columns, keys, foreign keys and indexes.</summary>
        public void UseSnakeCase()
        {
            foreach (var entity in model.Model.GetEntityTypes())
            {
                Rename(entity);
                foreach (var key in entity.GetKeys())
                {
                    key.SetName(Snake(key.GetName()!));
                }

                foreach (var foreign in entity.GetForeignKeys())
                {
                    foreign.SetConstraintName(Snake(foreign.GetConstraintName()!));
                }

                foreach (var index in entity.GetIndexes())
                {
                    index.SetDatabaseName(Snake(index.GetDatabaseName()!));
                }
            }
        }

        /// <summary>Every aggregate's revision guards its row against a lost update.</summary>
        public void UseRevisionTokens()
        {
            foreach (var aggregate in model.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(AggregateRoot))))
            {
                aggregate.FindProperty(nameof(AggregateRoot.Revision))!.IsConcurrencyToken = true;
                aggregate.FindPrimaryKey()!.Properties[0].ValueGenerated = ValueGenerated.Never;
            }
        }
    }

    private static void Rename(IMutableTypeBase type, string prefix = "")
    {
        foreach (var property in type.GetProperties())
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
            {
                property.SetColumnName(prefix + Snake(property.Name));
            }
        }

        foreach (var complex in type.GetComplexProperties().Where(c => c.ComplexType.FindAnnotation(RelationalAnnotationNames.ContainerColumnName) is null))
        {
            Rename(complex.ComplexType, prefix + Snake(complex.Name) + "_");
        }
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
