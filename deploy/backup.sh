#!/bin/sh
# La sauvegarde de la nuit, dans le dossier donné. Chaque fichier porte le jour de la semaine (1 : lundi) : sept jours sont gardés.
#   conversations-1.db (ou .dump : PostgreSQL)   les conversations : des données de personnes (docs/registre.md)
#   fichiers-1.tar.gz                             ce que l’équipe a écrit et relu, les réglages et le secret
set -eu
umask 077
folder=$1 day=$(date +%u)
root=$(dirname "$(dirname "$(realpath "$0")")")
settings=${CLERCS_SETTINGS:-/etc/clercs/clercs.env}
cd "$root"

case ${BOT_STORE:-} in
  postgresql*) pg_dump --format=custom --file="$folder/.conversations.part" "$(echo "$BOT_STORE" | sed 's/^postgresql+[a-z0-9]*:/postgresql:/')"
               mv "$folder/.conversations.part" "$folder/conversations-$day.dump" ;;
  *) .venv/bin/python -m bot.cli backup "$folder/conversations-$day.db" ;;
esac

# Les versions publiées n’y sont pas : le robot les refait de ces fichiers. Avec BOT_SECRET, var/secret n’existe pas.
set -- knowledge domain.yml data/nlu
[ ! -e var/secret ] || set -- "$@" var/secret
[ ! -e "$settings" ] || set -- "$@" "$settings"
tar --create --gzip --absolute-names --file="$folder/.fichiers.part" "$@"
mv "$folder/.fichiers.part" "$folder/fichiers-$day.tar.gz"
